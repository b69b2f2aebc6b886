import { useI18n } from "vue-i18n";
import { formatDuration } from "@/lib/duration";
import { formatUnits, type Money, type Precision } from "@/lib/money";

/** Money, times and numbers in the reader's language. */
export function useFormat() {
  const { locale, t } = useI18n();

  function amount(money: Money, precision?: Precision): string {
    return formatUnits(BigInt(money.amount), money.decimals, locale.value, precision);
  }

  function money(value: Money, precision?: Precision): string {
    return `${amount(value, precision)} ${symbol(value)}`;
  }

  function symbol(value: Pick<Money, "symbol">): string {
    return value.symbol ?? t("money.unnamed");
  }

  function date(iso: string): string {
    return new Intl.DateTimeFormat(locale.value, { dateStyle: "medium" }).format(new Date(iso));
  }

  function moment(time: string | number): string {
    const at = typeof time === "number" ? new Date(time * 1000) : new Date(time);
    return new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeStyle: "short" }).format(at);
  }

  function percent(bps: number): string {
    return new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 2 }).format(
      bps / 10_000,
    );
  }

  return {
    amount,
    money,
    symbol,
    date,
    moment,
    percent,
    number: (value: number) => new Intl.NumberFormat(locale.value).format(value),
    duration: (seconds: number, most?: number) => formatDuration(seconds, locale.value, most),
  };
}
