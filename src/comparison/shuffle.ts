/** The same things in an order of which every one is as likely as any other (Fisher and Yates). */
export function shuffled<Thing>(things: readonly Thing[], random: () => number): readonly Thing[] {
  const left = [...things]
  return things.flatMap(() => left.splice(Math.floor(random() * left.length), 1))
}
