export type Unit = "day" | "hour" | "minute" | "second";

const SECONDS: Record<Unit, number> = { day: 86_400, hour: 3_600, minute: 60, second: 1 };
const UNITS = Object.keys(SECONDS) as Unit[];

export interface Part {
  value: number;
  unit: Unit;
}

/** The largest units of a length of time that are not zero, at most `most` neighbours: 90,061 s → 1 day 1 hour. */
export function durationParts(seconds: number, most = 2): Part[] {
  let rest = Math.max(0, Math.floor(seconds));
  const all = UNITS.map((unit) => {
    const value = Math.floor(rest / SECONDS[unit]);
    rest -= value * SECONDS[unit];
    return { value, unit };
  });
  const first = all.findIndex((part) => part.value > 0);
  if (first < 0) return [{ value: 0, unit: "second" }];
  return all.slice(first, first + most).filter((part) => part.value > 0);
}

export function formatDuration(seconds: number, locale: string, most = 2): string {
  return durationParts(seconds, most)
    .map(({ value, unit }) =>
      new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value),
    )
    .join(" ");
}

/** Unix seconds of an ISO 8601 time. */
export function unix(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}
