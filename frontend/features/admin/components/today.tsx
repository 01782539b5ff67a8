import { LoadedSection } from "@/features/admin/components/section";
import { type Tile, Tiles } from "@/features/admin/components/tiles";
import { formatCount, formatShare } from "@/features/admin/figures";
import {
  countLessonsAhead,
  countLessonsToday,
  countUsers,
  getSearchesOfToday,
} from "@/features/admin/overview-queries";
import type { PermissionName } from "@/features/admin/types";
import { plural } from "@/lib/words";

async function searchTiles(): Promise<Tile[]> {
  const { totals, before, people, quality } = await getSearchesOfToday();
  return [
    {
      name: "Searches",
      value: formatCount(totals.searches),
      note: `${formatCount(before.searches)} in the whole of yesterday`,
    },
    { name: "People who searched", value: formatCount(people), note: "who agreed to be counted" },
    { name: "Booked from a search", value: formatCount(totals.booked) },
    {
      name: "Found nobody",
      value: formatShare(totals.searches ? totals.without_results / totals.searches : 0),
      note: plural(totals.without_results, "search", "searches"),
    },
    { name: "Search quality", value: quality?.score ?? "None yet", note: "of 100" },
  ];
}

async function bookingTiles(): Promise<Tile[]> {
  const [today, ahead] = await Promise.all([countLessonsToday(), countLessonsAhead()]);
  return [
    { name: "Lessons still on today", value: formatCount(today) },
    { name: "Lessons from today on", value: formatCount(ahead) },
  ];
}

const userTiles = async (): Promise<Tile[]> => [{ name: "Accounts", value: formatCount(await countUsers()) }];

/** The day in figures, of what the reader may see. */
export function Today({ permissions }: { permissions: readonly PermissionName[] }) {
  const sources = [
    ...(permissions.includes("view_all_bookings") ? [bookingTiles] : []),
    ...(permissions.includes("view_all_users") ? [userTiles] : []),
    ...(permissions.includes("view_system_analytics") ? [searchTiles] : []),
  ];
  if (sources.length === 0) return null;
  const load = async () => (await Promise.all(sources.map((source) => source()))).flat();
  return (
    <LoadedSection title="Today" load={load}>
      {(tiles) => <Tiles tiles={tiles} />}
    </LoadedSection>
  );
}
