import type { Metadata } from "next";
import { Pages } from "@/components/marketplace/pages";
import { Part } from "@/components/ui/part";
import { EmptyState } from "@/components/ui/states";
import { requireArea } from "@/features/admin/access";
import { Sheet } from "@/features/admin/components/sheet";
import { UserList } from "@/features/admin/components/user-list";
import { UserSearch } from "@/features/admin/components/user-search";
import { pathWith, readOffset, readUserFilter } from "@/features/admin/filters";
import { getUsers, PER_PAGE } from "@/features/admin/server-queries";
import { single } from "@/lib/paths";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({ searchParams }: PageProps<"/admin/users">) {
  const values = single(await searchParams);
  const [filter, offset] = [readUserFilter(values), readOffset(values.offset)];
  const pathAt = (next: number) => pathWith("/admin/users", { ...filter, offset: next });
  await requireArea("users", pathAt(offset));
  return (
    <Sheet title="Users">
      <UserSearch filter={filter} />
      <Part key={pathAt(offset)} label="Loading users" skeleton="h-96" load={() => getUsers(filter, offset)}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState title="Nobody found">
              No account is like this. Part of a name or an e-mail is enough.
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-6">
              <UserList users={items} />
              <Pages total={total} limit={PER_PAGE} offset={offset} one="user" hrefFor={pathAt} />
            </div>
          )
        }
      </Part>
    </Sheet>
  );
}
