"use client";

import type { ComponentProps } from "react";
import { QueryProvider } from "@/components/query-provider";
import { CityMap } from "@/features/search/components/city-map";

export default function LazyMap(props: ComponentProps<typeof CityMap>) {
  return (
    <QueryProvider>
      <CityMap {...props} />
    </QueryProvider>
  );
}
