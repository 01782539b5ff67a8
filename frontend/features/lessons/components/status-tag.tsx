import { Tag } from "@/components/ui/chip";
import { STATUS_NAMES } from "@/lib/words";

const TONES: Record<string, "green" | "red" | "plain"> = {
  confirmed: "green",
  cancelled: "red",
  no_show: "red",
};

export function StatusTag({ status }: { status: string }) {
  return <Tag tone={TONES[status] ?? "plain"}>{STATUS_NAMES[status] ?? status}</Tag>;
}
