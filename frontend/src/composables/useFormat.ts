import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { formatDuration } from "@/lib/duration";
import { formatUnits, type Money, type Precision } from "@/lib/money";

/** Numbers, money and times in the reader's locale. */
export function useFormat() {
  const { locale } = useI18n();
  const tag = computed(() => locale.value as string);
  const day = computed(() => new Intl.DateTimeFormat(tag.value, { dateStyle: "medium" }));
  const instant = computed(() => new Intl.DateTimeFormat(tag.value, { dateStyle: "medium", timeStyle: "short" }));
  const count = computed(() => new Intl.NumberFormat(tag.value));

  function amount(value: Money, precision?: Precision): string {
    return formatUnits(BigInt(value.amount), value.decimals, tag.value, precision);
  }
  return {
    locale: tag,
    amount,
    /** "1.25 ETH" */
    money: (value: Money, precision?: Precision) => `${amount(value, precision)} ${value.symbol ?? "?"}`,
    date: (iso: string) => day.value.format(new Date(iso)),
    time: (at: string | number) => instant.value.format(new Date(typeof at === "number" ? at * 1000 : at)),
    duration: (seconds: number, most?: number) => formatDuration(seconds, tag.value, most),
    number: (value: number | bigint) => count.value.format(value),
    /** Basis points as a percentage: 250 → "2.5%". */
    percent: (bps: number) =>
      new Intl.NumberFormat(tag.value, { style: "percent", maximumFractionDigits: 2 }).format(bps / 10_000),
    list: (items: string[]) => new Intl.ListFormat(tag.value, { type: "conjunction" }).format(items),
  };
}
