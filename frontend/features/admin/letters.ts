import type { DeadLetter } from "@/features/admin/types";
import { nameOfSlug } from "@/lib/words";

/** A mail by its template, anything else by what it is about. */
export const letterName = ({ template, topic }: Pick<DeadLetter, "template" | "topic">): string =>
  template ? `Mail: ${nameOfSlug(template)}` : nameOfSlug(topic.replaceAll(".", "-"));
