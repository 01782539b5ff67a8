import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireArea } from "@/features/admin/access";
import { BackLink } from "@/features/admin/components/back-link";
import { Sheet } from "@/features/admin/components/sheet";
import { UserView } from "@/features/admin/components/user-view";
import { getUserDetail } from "@/features/admin/server-queries";

export const metadata: Metadata = { title: "User" };

export default async function UserPage({ params }: PageProps<"/admin/users/[id]">) {
  const { id } = await params;
  const reader = await requireArea("users", `/admin/users/${id}`);
  const user = await getUserDetail(id);
  if (!user) notFound();
  return (
    <>
      <BackLink href="/admin/users">Users</BackLink>
      <Sheet title={`${user.first_name} ${user.last_name}`} gap="gap-10">
        <UserView user={user} reader={reader} />
      </Sheet>
    </>
  );
}
