import { useQuery } from "@tanstack/react-query";
import { countsOf, type Outlines } from "@/features/search/map-model";
import { api, unwrap } from "@/lib/api";
import type { Understood } from "@/lib/types";

const MOST_ASKED = 100;

async function fetchOutlines(): Promise<Outlines> {
  const answer = await fetch("/map");
  if (!answer.ok) throw new Error("The map cannot be had");
  return (await answer.json()) as Outlines;
}

export const useOutlines = () =>
  useQuery({ queryKey: ["outlines"], queryFn: fetchOutlines, staleTime: Number.POSITIVE_INFINITY });

/** Where the instructors of a search are, wherever in the city that is: the same constraints, less the neighbourhoods. */
export function useMatchesByNeighborhood(understood: Understood) {
  const query = {
    subject: understood.subjects,
    category: understood.category,
    min_rate_cents: understood.min_rate_cents,
    max_rate_cents: understood.max_rate_cents,
    date_from: understood.date_from,
    date_to: understood.date_to,
    weekday: understood.weekdays,
    available_now: understood.available_now,
    excluded_subject: understood.excluded_subjects,
    excluded_place: understood.excluded_places,
    start_time: understood.start_time,
    end_time: understood.end_time,
    duration_minutes: understood.duration_minutes,
    place: understood.place,
    level: understood.level,
    age_group: understood.age_group,
    limit: MOST_ASKED,
  };
  return useQuery({
    queryKey: ["matches", query],
    queryFn: async () => {
      const { items } = await unwrap(api.GET("/api/instructors", { params: { query } }));
      return countsOf(items.map((instructor) => ({ instructor })));
    },
  });
}
