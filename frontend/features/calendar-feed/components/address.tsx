"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { subscribeAddress } from "../model";

type Copied = "no" | "yes" | "by-hand";

const SAID: Record<Copied, string> = {
  no: "",
  yes: "Copied.",
  "by-hand": "Your browser does not let us copy. The address is selected: press Ctrl+C.",
};

/** The private address on the one occasion that it is known. */
export function Address({ address }: { address: string }) {
  const field = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<Copied>("no");

  async function copy() {
    try {
      await navigator.clipboard.writeText(address);
      setCopied("yes");
    } catch {
      field.current?.querySelector("input")?.select();
      setCopied("by-hand");
    }
  }

  return (
    <div className="flex flex-col gap-3 rounded-card border-2 border-ink p-5">
      <p className="font-semibold">This address is shown once. Copy it now.</p>
      <div ref={field}>
        <TextField
          label="Your private address"
          value={address}
          isReadOnly
          onFocus={(event) => event.target instanceof HTMLInputElement && event.target.select()}
          hint="Whoever has it sees your lessons. Treat it like a password."
        />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={copy}>
          {copied === "yes" ? <Check aria-hidden size={20} /> : <Copy aria-hidden size={20} />} Copy address
        </Button>
        <a href={subscribeAddress(address)} className={buttonStyles("secondary")}>
          Subscribe on this device
        </a>
        <p role="status">{SAID[copied]}</p>
      </div>
    </div>
  );
}
