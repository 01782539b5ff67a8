import { expect, it } from "vitest";
import { actorName, bookingName, subjectName } from "@/features/admin/words";

const ID = "0198c0de-0000-7000-8000-00000000abcd";

it("names who did it, while they have an account", () => {
  expect(actorName({ actor_id: ID, actor_name: "Dana Reyes" })).toBe("Dana Reyes");
  expect(actorName({ actor_id: ID, actor_name: null })).toBe("Deleted account …00abcd");
  expect(actorName({ actor_id: null, actor_name: null })).toBe("InstaInstru");
});

it("names to whom or what it was done", () => {
  const to = (action: string, name: string | null = null) =>
    subjectName({ action, subject_id: ID, subject_name: name });
  expect(to("user.viewed", "Mia Ortiz")).toBe("Mia Ortiz");
  expect(to("privacy.deleted")).toBe("Deleted account …00abcd");
  expect(to("booking.cancelled")).toBe("Booking …00abcd");
  expect(to("mail.retried")).toBe("Message …00abcd");
  expect(subjectName({ action: "alias.decided", subject_id: null, subject_name: null })).toBeNull();
});

it("says what a booking is", () => {
  const people = { student_name: "Mia Ortiz", instructor_name: "Sarah Chen" };
  expect(bookingName({ subject: "Piano", ...people })).toBe("Piano: Mia Ortiz with Sarah Chen");
});
