import { Table, type TableProps } from "@/features/admin/components/table";

/** The figures behind a picture, for whoever would rather read. */
export function Figures<T>(props: TableProps<T>) {
  return (
    <details>
      <summary className="inline-flex min-h-11 items-center font-semibold text-blue hover:underline">
        Show the figures
      </summary>
      <div className="max-h-96 overflow-y-auto">
        <Table {...props} />
      </div>
    </details>
  );
}
