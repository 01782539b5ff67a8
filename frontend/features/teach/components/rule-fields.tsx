import { NumberField } from "@/components/ui/number-field";
import { numberOrNull, type ProfileDraft } from "../drafts";

type Rules = Pick<ProfileDraft, "noticeHours" | "horizonDays" | "bufferMinutes">;

type RuleFieldsProps = {
  rules: Rules;
  onChange: (change: Partial<Rules>) => void;
  errors: Record<string, string>;
};

/** How soon, how far ahead and how close together lessons can be booked. */
export function RuleFields({ rules, onChange, errors }: RuleFieldsProps) {
  return (
    <fieldset id="rules" className="flex scroll-mt-24 flex-col gap-4 border-t border-line pt-6">
      <legend className="float-left text-lg font-bold">How you can be booked</legend>
      <div className="grid gap-6 sm:grid-cols-3">
        <NumberField
          label="Notice, in hours"
          value={rules.noticeHours ?? Number.NaN}
          onChange={(value) => onChange({ noticeHours: numberOrNull(value) })}
          minValue={0}
          maxValue={72}
          hint="How long before a lesson it can still be booked."
          error={errors.min_notice_minutes}
        />
        <NumberField
          label="Days ahead"
          value={rules.horizonDays ?? Number.NaN}
          onChange={(value) => onChange({ horizonDays: numberOrNull(value) })}
          minValue={7}
          maxValue={365}
          hint="How far into the future students can book."
          error={errors.horizon_days}
        />
        <NumberField
          label="Break after, in minutes"
          value={rules.bufferMinutes ?? Number.NaN}
          onChange={(value) => onChange({ bufferMinutes: numberOrNull(value) })}
          minValue={0}
          maxValue={120}
          step={5}
          hint="Kept free after each lesson."
          error={errors.buffer_minutes}
        />
      </div>
    </fieldset>
  );
}
