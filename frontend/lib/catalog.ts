import "server-only";
import { publicApi, serverApi, unwrap } from "@/lib/api-server";
import type { Borough, Category, Neighborhood, Subject } from "@/lib/types";

/** Small fixed lists, the same for everybody; Next keeps each for a minute. */
export const getCategories = (): Promise<Category[]> => unwrap(publicApi().GET("/api/catalog/categories"));
export const getSubjects = (): Promise<Subject[]> => unwrap(publicApi().GET("/api/catalog/subjects"));

export type Names = Record<string, string>;

const bySlug = (items: { slug: string; name: string }[]): Names =>
  Object.fromEntries(items.map(({ slug, name }) => [slug, name]));

export const getSubjectNames = async (): Promise<Names> => bySlug(await getSubjects());
export const getCategoryNames = async (): Promise<Names> => bySlug(await getCategories());

/** category slug -> letter of its bullet */
export const getBullets = async (): Promise<Names> =>
  Object.fromEntries((await getCategories()).map(({ slug, bullet }) => [slug, bullet]));

export const getBoroughs = (): Promise<Borough[]> => unwrap(publicApi().GET("/api/geo/boroughs"));

export type Area = Pick<Neighborhood, "slug" | "name" | "borough">;

/** All neighbourhoods, without their outlines. */
export const getAreas = (): Promise<Area[]> =>
  unwrap(publicApi().GET("/api/geo/neighborhoods", { params: { query: { boundaries: false } } }));

/** With outlines: large, so not kept by Next; who asks keeps what they make of it. */
export const getNeighborhoodsWithOutlines = async (): Promise<Neighborhood[]> =>
  unwrap((await serverApi()).GET("/api/geo/neighborhoods"));

export const getNeighborhoodNames = async (): Promise<Names> => bySlug(await getAreas());

/** All names that a page of results may need. */
export async function getSearchNames() {
  const [subjects, categories, areas, letters] = await Promise.all([
    getSubjectNames(),
    getCategoryNames(),
    getNeighborhoodNames(),
    getBullets(),
  ]);
  return { subjects, categories, areas, letters };
}
