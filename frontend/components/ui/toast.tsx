"use client";

import { X } from "lucide-react";
import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";

type Message = { text: string; tone?: "success" | "error" };

const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 });

/** Says something in passing; for what must not be missed use Notice. */
export function toast(text: string, tone: Message["tone"] = "success"): void {
  queue.add({ text, tone }, { timeout: 6_000 });
}

export function Toasts() {
  return (
    <ToastRegion
      queue={queue}
      className="fixed inset-x-4 bottom-4 z-50 flex flex-col-reverse items-center gap-2 sm:left-auto sm:items-end"
    >
      {({ toast: item }) => (
        <Toast
          toast={item}
          className="flex w-full max-w-sm items-center gap-3 rounded-card bg-band py-2 pl-4 pr-2 text-on-band shadow-lg animate-enter"
        >
          <span
            aria-hidden
            className={`size-2.5 shrink-0 rounded-full ${item.content.tone === "error" ? "bg-red" : "bg-taxi"}`}
          />
          <ToastContent className="flex-1">
            <Text slot="title">{item.content.text}</Text>
          </ToastContent>
          <Button slot="close" aria-label="Close" className="grid size-11 place-items-center rounded-control">
            <X aria-hidden size={18} />
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
