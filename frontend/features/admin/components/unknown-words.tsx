"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { ComboBox } from "@/components/ui/combo-box";
import { Dialog } from "@/components/ui/dialog";
import type { Option } from "@/components/ui/select";
import { EmptyState, Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { formatCount } from "@/features/admin/figures";
import { learnAlias } from "@/features/admin/queries";
import type { UnknownWord } from "@/features/admin/types";
import type { ApiError } from "@/lib/problem";
import { formatInstant } from "@/lib/time";
import { textOf, useSubmit } from "@/lib/use-submit";
import { plural } from "@/lib/words";

const BY = { spelling: "spelled alike", meaning: "by meaning" } as const;
const MAX_ALIAS = 60;
const WORD_CODES = ["alias_taken", "alias_unusable"];

/** Which field a refusal belongs to. */
function fieldsOf(error: ApiError): Record<string, string> {
  if (WORD_CODES.includes(error.code)) return { alias: error.problem.detail };
  return error.code === "unknown_slug" ? { subject: error.problem.detail } : error.fieldErrors;
}

type Words = { words: UnknownWord[]; subjects: Option[] };

/** What people said and we did not know; one press makes it the subject that is proposed. */
export function UnknownWords({ words, subjects }: Words) {
  const router = useRouter();
  const [said, setSaid] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const learned = (alias: string, name: string) => {
    setAsked(null);
    setSaid(`"${alias}" means ${name} from the next search on.`);
    router.refresh();
  };
  return (
    <div className="flex flex-col gap-4">
      {said && <Notice tone="success">{said}</Notice>}
      {words.length === 0 && (
        <EmptyState title="Every word is known">
          What people say and search does not know stands here.
        </EmptyState>
      )}
      <ul aria-label="Words" className="divide-y divide-line border-y border-line empty:hidden">
        {words.map((word) => (
          <li key={word.word} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <div className="min-w-0">
              <p className="break-words font-semibold">{word.word}</p>
              <p className="text-sm text-soft tabular">
                {plural(word.searches, "search", "searches")}, last {formatInstant(word.last_searched_at)}
              </p>
            </div>
            <div className="flex flex-wrap gap-3">
              {word.proposal && <Accept word={word.word} proposal={word.proposal} onLearned={learned} />}
              <Button
                variant="secondary"
                size="small"
                aria-label={`Choose a subject for ${word.word}`}
                onClick={() => setAsked(word.word)}
              >
                Choose a subject
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Dialog title="Make a word known" isOpen={asked !== null} onClose={() => setAsked(null)}>
        <LearnForm word={asked ?? ""} subjects={subjects} onLearned={learned} />
      </Dialog>
    </div>
  );
}

type OnLearned = { onLearned: (alias: string, name: string) => void };
type AcceptProps = OnLearned & { word: string; proposal: NonNullable<UnknownWord["proposal"]> };

function Accept({ word, proposal, onLearned }: AcceptProps) {
  const form = useSubmit(async () => {
    const { alias, name } = await learnAlias(word, proposal.subject);
    onLearned(alias, name);
  });
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-2">
      <Button
        type="submit"
        size="small"
        pending={form.pending}
        aria-label={`${word} means ${proposal.name}, ${BY[proposal.by]}`}
      >
        Means {proposal.name}
      </Button>
      {form.message && <Notice tone="error">{form.message}</Notice>}
    </form>
  );
}

type LearnFormProps = OnLearned & { word: string; subjects: Option[] };

/** For a word from the list, or any other. */
export function LearnForm({ word, subjects, onLearned }: LearnFormProps) {
  const [subject, setSubject] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const form = useSubmit(async (data) => {
    setMissing(!subject);
    if (!subject) return;
    const { alias, name } = await learnAlias(textOf(data, "alias"), subject);
    onLearned(alias, name);
  }, fieldsOf);
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-5">
      {form.message && <Notice tone="error">{form.message}</Notice>}
      <TextField label="Word or words" name="alias" defaultValue={word} maxLength={MAX_ALIAS} isRequired />
      <ComboBox
        label="Means the subject"
        options={subjects}
        selectedKey={subject}
        onSelectionChange={setSubject}
        error={missing && !subject ? "Choose a subject from the list." : form.fieldErrors.subject}
        hint={`${formatCount(subjects.length)} subjects; type to find one.`}
      />
      <Button type="submit" pending={form.pending} pendingLabel="Saving" className="self-start">
        Make it known
      </Button>
    </Form>
  );
}
