import { useSearchParams } from "next/navigation";
import { isMapOpen, mapToggledPath } from "@/features/search/model";

/** Whether the address holds the map open, and a way to change that without another search. */
export function useMapOpen(): { open: boolean; toggle: () => void } {
  const query = useSearchParams();
  return {
    open: isMapOpen(query),
    toggle: () => window.history.pushState(null, "", mapToggledPath(query.toString())),
  };
}
