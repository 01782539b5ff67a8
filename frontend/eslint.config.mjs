import next from "@next/eslint-plugin-next";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = [
  "account",
  "admin",
  "auth",
  "availability",
  "booking",
  "calendar-feed",
  "home",
  "instructor-home",
  "lessons",
  "profile",
  "search",
  "teach",
  "waitlist",
];

/** A feature may import lib, components and itself; what two features share moves down into lib. */
const featureFences = features.map((feature) => ({
  files: [`features/${feature}/**/*.{ts,tsx}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          { group: ["@/app/*"], message: "Features do not know routes." },
          {
            group: features.filter((other) => other !== feature).map((other) => `@/features/${other}/**`),
            message: "Features never import each other.",
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["node_modules/**", ".next*/**", "types/api.d.ts", "next-env.d.ts", "test-results/**"] },
  {
    files: ["**/*.{ts,tsx,mjs}"],
    languageOptions: { parser: tseslint.parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    plugins: { "react-hooks": hooks, "@next/next": next },
    rules: {
      ...hooks.configs["recommended-latest"].rules,
      ...next.configs.recommended.rules,
      ...next.configs["core-web-vitals"].rules,
      // Biome has the same rule.
      "@next/next/no-img-element": "off",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ["app/**/page.tsx", "app/**/layout.tsx"], rules: { "max-lines": ["error", { max: 60 }] } },
  // A walk is read from top to bottom; its steps stay in one file.
  {
    files: ["e2e/**/*.spec.ts"],
    rules: { "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["components/**/*.{ts,tsx}", "lib/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["@/features/**", "@/app/**"], message: "Shared code knows no feature." }] },
      ],
    },
  },
  ...featureFences,
);
