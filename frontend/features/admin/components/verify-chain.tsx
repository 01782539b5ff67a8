"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { formatCount } from "@/features/admin/figures";
import { verifyAudit } from "@/features/admin/queries";
import type { AuditVerdict } from "@/features/admin/types";
import { useSubmit } from "@/lib/use-submit";
import { plural } from "@/lib/words";

/** Has every hash computed again, and says what the newest is: worth writing down elsewhere. */
export function VerifyChain() {
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const form = useSubmit(async () => {
    setVerdict(null);
    setVerdict(await verifyAudit());
  });
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-3">
      <Button
        type="submit"
        variant="secondary"
        pending={form.pending}
        pendingLabel="Checking"
        className="self-start"
      >
        Verify the chain
      </Button>
      {form.message && <Notice tone="error">{form.message}</Notice>}
      {verdict && <Verdict verdict={verdict} />}
    </form>
  );
}

function Verdict({
  verdict: { is_whole: isWhole, rows, anchors, head_id: id, head_hash: hash, flaws },
}: {
  verdict: AuditVerdict;
}) {
  return (
    <Notice tone={isWhole ? "success" : "error"}>
      <p className="font-semibold">
        {isWhole ? "The chain is whole." : `Tampered with: ${plural(flaws.length, "flaw")}.`}
      </p>
      <p className="text-sm">
        {plural(rows, "row")}, compared with {plural(anchors, "kept head")}.
      </p>
      {hash && (
        <p className="break-all text-sm tabular">
          Head: row {id === null ? "" : formatCount(id)}, {hash}
        </p>
      )}
      <ul className="text-sm">
        {flaws.map(({ id: row, problem }) => (
          <li key={`${row} ${problem}`}>
            Row {formatCount(row)}: {problem}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
