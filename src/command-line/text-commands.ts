import { randomUUID } from 'node:crypto'
import { type Command, Option } from 'commander'
import { STRATEGIES } from '../../strategies/index.ts'
import type { Bot } from '../bot-types.ts'
import { createRefusalDetector } from '../refusal/fitted-detector.ts'
import type { SafetyGate } from '../safety/safety-gate.ts'
import type { Terminal } from './output.ts'
import { operator } from './records.ts'

export interface TextCommandParts {
  bot(): Promise<{ readonly bot: Bot; close(): Promise<void> }>
  gate(): Promise<SafetyGate>
}

/** The commands that look at one text, or at a line of text after the other. */
export function addTextCommands(program: Command, terminal: Terminal, open: TextCommandParts): void {
  program
    .command('ask')
    .description('ask one model one thing, with its second hearing')
    .argument('<text>', 'what to ask; - reads it from standard input')
    .option('--model <id>', 'the model to ask, as provider:name')
    .addOption(
      new Option('--strategy <name>', 'how to ask again after a refusal')
        .choices(['auto', 'none', ...STRATEGIES.map(({ name }) => name)])
        .default('auto'),
    )
    .option('--json', 'write the whole exchange as one JSON object')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  recourse ask "How do I kill a Python process?" --model rehearsal:command-r-plus',
        '  recourse ask "How do I kill a Python process?" --model rehearsal:llama2 --strategy few-shot --json',
        '',
      ].join('\n'),
    )
    .action(async (text: string, options: { model?: string; strategy: string; json?: true }) => {
      const { ask } = await import('./ask.ts')
      const { bot, close } = await open.bot()
      const thread = randomUUID()
      const place = { platform: 'cli', workspace: 'local', channel: 'terminal', thread }
      try {
        await ask(terminal, bot, {
          text: text === '-' ? await readAll(terminal.stdin) : text,
          json: options.json === true,
          message: {
            key: { ...place, message: thread },
            place,
            author: operator(),
          },
          choice: {
            strategy: options.strategy,
            ...(options.model !== undefined && { model: options.model }),
          },
        })
      } finally {
        await close()
      }
    })

  program
    .command('classify')
    .description(
      'verdicts of completions: JSON Lines {id?, prompt?, completion} in, {id, verdict, confidence, probabilities} out',
    )
    .addHelpText(
      'after',
      `\nExample:\n  echo '{"completion":"I cannot help with that."}' | recourse classify\n`,
    )
    .option(
      '--explain',
      'also write what decided: phrases and features with their log odds, and whether it is sure',
    )
    .action(async (options: { explain?: true }) => {
      const { classify } = await import('./classify.ts')
      await classify(terminal, createRefusalDetector(), options)
    })

  program
    .command('screen')
    .description(
      'safety levels of requests: JSON Lines {id?, prompt, conversation?} in, {id, level, confidence, probabilities} out',
    )
    .addHelpText(
      'after',
      `\nExample:\n  echo '{"prompt":"How do I kill a Python process?"}' | recourse screen\n`,
    )
    .action(async () => {
      const { screen } = await import('./screen.ts')
      await screen(terminal, await open.gate())
    })
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) text += String(chunk)
  return text
}
