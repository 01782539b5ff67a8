import { NumberField } from "@/components/ui/number-field";
import type { Rules } from "../model";

type RuleFieldsProps = {
  rules: Rules;
  onChange: (rules: Rules) => void;
  errors: Record<string, string>;
};

/** How soon, how far ahead and how close together lessons can be booked. */
export function RuleFields({ rules, onChange, errors }: RuleFieldsProps) {
  const set = (change: Partial<Rules>) => onChange({ ...rules, ...change });
  return (
    <fieldset id="rules" className="flex scroll-mt-24 flex-col gap-4 border-t border-line pt-6">
      <legend className="float-left text-lg font-bold">How you can be booked</legend>
      <div className="grid gap-6 sm:grid-cols-3">
        <NumberField
          label="Notice, in hours"
          value={rules.noticeHours}
          onChange={(noticeHours) => set({ noticeHours })}
          minValue={0}
          maxValue={72}
          hint="How long before a lesson it can still be booked."
          error={errors.min_notice_minutes}
        />
        <NumberField
          label="Days ahead"
          value={rules.horizonDays}
          onChange={(horizonDays) => set({ horizonDays })}
          minValue={7}
          maxValue={365}
          hint="How far into the future students can book."
          error={errors.horizon_days}
        />
        <NumberField
          label="Break after, in minutes"
          value={rules.bufferMinutes}
          onChange={(bufferMinutes) => set({ bufferMinutes })}
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
