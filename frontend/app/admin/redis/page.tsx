import type { Metadata } from "next";
import { requireArea } from "@/features/admin/access";
import { RedisView } from "@/features/admin/components/redis-view";
import { Sheet } from "@/features/admin/components/sheet";

export const metadata: Metadata = { title: "Redis and queues" };

export default async function RedisPage() {
  await requireArea("redis", "/admin/redis");
  return (
    <Sheet title="Redis and queues" gap="gap-10">
      <RedisView />
    </Sheet>
  );
}
