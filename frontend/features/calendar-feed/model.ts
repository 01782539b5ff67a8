/** The same address under the name by which calendar programs know that it is one to subscribe to. */
export const subscribeAddress = (address: string): string => address.replace(/^https?:/, "webcal:");

export const PROGRAMS: readonly { name: string; steps: string }[] = [
  {
    name: "Apple Calendar",
    steps: "Press Subscribe above, or on a Mac: File, New Calendar Subscription, paste the address.",
  },
  {
    name: "Google Calendar",
    steps: "On a computer: Other calendars, the plus sign, From URL, paste the address. Phones follow.",
  },
  {
    name: "Outlook",
    steps: "Add calendar, Subscribe from web, paste the address.",
  },
];
