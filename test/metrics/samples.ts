/** The sum of all samples of a metric with these labels, in Prometheus' text format; 0 where there are none. */
export function samplesOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
