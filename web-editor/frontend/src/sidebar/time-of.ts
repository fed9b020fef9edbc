// By hour cycle, since some languages would call midnight 24:00 otherwise.
const clock = new Intl.DateTimeFormat([], {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** The time of day to the millisecond. */
export function timeOf(at: number): string {
  return clock.format(at);
}
