import { expect, test } from "vitest";
import de from "@/locales/de.json";
import en from "@/locales/en.json";

type Tree = { [key: string]: string | Tree };

function texts(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : texts(value, `${path}${key}.`),
  );
}

const places = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""))].sort();
const english = new Map(texts(en));
const german = new Map(texts(de));

test("both languages say the same things", () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
});

test.each([...english])("%s has the same places to fill in", (key, text) => {
  expect(places(german.get(key) ?? "")).toEqual(places(text));
});

test("German is German: hardly any text is the same in both", () => {
  const same = [...english].filter(([key, text]) => german.get(key) === text && /[a-z]{4}/.test(text));
  expect(same.length).toBeLessThan(english.size * 0.05);
});
