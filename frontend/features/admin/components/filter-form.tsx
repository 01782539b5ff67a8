import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { fieldStyles } from "@/components/ui/field";

export type FilterField = {
  name: string;
  label: string;
  value: string | undefined;
  type?: "search" | "date";
  /** Makes it a choice; what is said first is no choice at all. */
  options?: Record<string, string>;
  any?: string;
};

type FilterFormProps = { label: string; path: string; fields: FilterField[]; kept?: Record<string, string> };

/** Filters as an ordinary form: the address holds them, with or without scripts. */
export function FilterForm({ label, path, fields, kept = {} }: FilterFormProps) {
  const isSet = fields.some(({ value }) => value) || Object.keys(kept).length > 0;
  const asked = JSON.stringify([fields.map(({ value }) => value), kept]);
  return (
    <Form
      key={asked}
      action={path}
      role="search"
      aria-label={label}
      className="flex flex-wrap items-end gap-3 rounded-card bg-mist p-4"
    >
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((field) => (
        <label
          key={field.name}
          htmlFor={`filter-${field.name}`}
          className="flex min-w-40 flex-1 flex-col gap-1.5"
        >
          <span className={fieldStyles.label}>{field.label}</span>
          <Control field={field} />
        </label>
      ))}
      <Button type="submit" variant="secondary">
        Show
      </Button>
      {isSet && (
        <Link
          href={path}
          className="inline-flex min-h-12 items-center px-2 font-semibold text-blue hover:underline"
        >
          Clear
        </Link>
      )}
    </Form>
  );
}

function Control({ field: { name, value, type = "search", options, any } }: { field: FilterField }) {
  const id = `filter-${name}`;
  if (!options)
    return <input id={id} name={name} type={type} defaultValue={value} className={fieldStyles.control} />;
  return (
    <select id={id} name={name} defaultValue={value ?? ""} className={fieldStyles.control}>
      <option value="">{any ?? "Any"}</option>
      {Object.entries(options).map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}
