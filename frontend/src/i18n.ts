import { createI18n } from "vue-i18n";
import en from "./locales/en.json";

export type Messages = typeof en;
export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

const STORED = "stoa.locale";
const NAMES: Record<Locale, string> = { en: "English", de: "Deutsch" };
const loaders: Record<Exclude<Locale, "en">, () => Promise<{ default: Messages }>> = {
  de: () => import("./locales/de.json"),
};

export const i18n = createI18n<[Messages], Locale, false>({
  legacy: false,
  locale: "en",
  fallbackLocale: "en",
  messages: { en } as Record<Locale, Messages>,
});

export function localeName(locale: Locale): string {
  return NAMES[locale];
}

function isLocale(text: string | null | undefined): text is Locale {
  return LOCALES.some((each) => each === text);
}

/** What was chosen before, else the first of the browser's languages that we speak. */
function preferred(): Locale {
  const stored = localStorage.getItem(STORED);
  if (isLocale(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLocale) ?? "en";
}

export async function useLocale(locale: Locale): Promise<void> {
  if (locale !== "en") i18n.global.setLocaleMessage(locale, (await loaders[locale]()).default);
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(STORED, locale);
  await useLocale(locale);
}

export async function prepareLocale(): Promise<typeof i18n> {
  await useLocale(preferred());
  return i18n;
}
