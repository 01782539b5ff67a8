import { Notice } from "@/components/ui/states";
import { ApiError } from "@/lib/problem";

type FormProblemProps = { message: string | null; error: unknown; path: string };

/** What is wrong with a form as a whole. Whoever is signed out meanwhile signs in, comes back and finds what they wrote. */
export function FormProblem({ message, error, path }: FormProblemProps) {
  if (!message) return null;
  if (!(error instanceof ApiError && error.status === 401)) return <Notice tone="error">{message}</Notice>;
  return (
    <Notice tone="error">
      You are signed out. What you wrote stays here.{" "}
      <a
        href={`/sign-in?next=${encodeURIComponent(path)}`}
        className="inline-flex min-h-11 items-center font-semibold text-blue underline"
      >
        Sign in and go on
      </a>
    </Notice>
  );
}
