import { SLASH_COMMAND } from './names.ts'

/** Commands know themselves as `/ask`; in Slack all of them stand behind one. */
export function withSlackNames(text: string, names: readonly string[]): string {
  return text.replaceAll(/(?<![\w/.:])\/([\w-]+)(?![\w/-])/g, (whole, name: string) =>
    names.includes(name) ? `${SLASH_COMMAND} ${name}` : whole,
  )
}
