import { Download } from "lucide-react";
import { buttonStyles } from "@/components/ui/button";

const REPORTS = {
  days: "By day",
  hours: "By hour",
  queries: "What people typed",
  zero_results: "Found nobody",
  subjects: "Subjects",
};

/** Tables to take away; each leaves a row in the audit log. */
export function Exports({ days }: { days: number }) {
  return (
    <ul className="flex flex-wrap gap-3">
      {Object.entries(REPORTS).map(([report, name]) => (
        <li key={report}>
          <a
            href={`/api/analytics/export?format=csv&report=${report}&days=${days}`}
            download
            className={buttonStyles("secondary", "small")}
          >
            <Download aria-hidden size={18} />
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}
