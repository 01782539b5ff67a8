import { NoAccess } from "@/features/admin/components/no-access";

export default function Forbidden() {
  return (
    <>
      <title>No access | InstaInstru</title>
      <NoAccess />
    </>
  );
}
