import { type Command, InvalidArgumentError, Option } from 'commander'
import { describeError, InputError } from '../errors.ts'
import type { EvaluationTools } from '../evaluation/evaluation-parts.ts'
import { parseConcurrency, parseRate } from '../evaluation/limits.ts'
import {
  SCRIPTS_FOR_SAFE,
  SCRIPTS_FOR_UNSAFE,
  USUAL_USERS,
  type Users,
} from '../evaluation/simulated-user.ts'
import { PAPER } from '../policy/starting-policy.ts'
import type { EvaluateOptions } from './evaluate.ts'
import type { Terminal } from './output.ts'

type Given = Omit<
  EvaluateOptions,
  'columns' | 'framed' | 'models' | 'users' | 'withoutGate' | 'retryFailed'
> &
  EvaluateOptions['columns'] & {
    readonly model: readonly string[]
    readonly policy: string
    readonly framed?: true
    readonly withoutGate?: true
    readonly retryFailed?: true
    readonly userSafe: Users['safe']
    readonly userUnsafe: Users['unsafe']
  }

/** The commands that measure models and strategies. */
export function addEvaluationCommands(
  program: Command,
  terminal: Terminal,
  openTools: (version: string) => Promise<EvaluationTools>,
  stop: () => Promise<void>,
): void {
  program
    .command('evaluate')
    .description('measure models and strategies on a data set; the same command goes on where it was stopped')
    .option(
      '--data <file>',
      'prompts with labels: CSV, or JSON Lines (.jsonl); - reads CSV from standard input (default: our own twins)',
    )
    .option('--framed', 'add the unsafe ones of our own twins in eight frames each')
    .addOption(
      new Option('--model <ids>', 'models to ask, as provider:name').argParser(listed).makeOptionMandatory(),
    )
    .addOption(
      new Option('--strategies <names>', 'strategies to measure beside the plain model, policy, or all')
        .argParser(listed)
        .default(['all'], 'all'),
    )
    .option('--policy <version>', 'a frozen version of the policy, or the finding of arXiv 2405.05418', PAPER)
    .option(
      '--without-gate',
      'measure the policy without its safety gate too; unsafe requests are asked again',
    )
    .requiredOption('--out <folder>', 'where the run is kept')
    .addOption(new Option('--sample <items>', 'draw so many items, all types alike').argParser(number(1)))
    .addOption(new Option('--seed <number>', 'decides what is drawn').argParser(number(0)).default(1))
    .addOption(
      new Option('--concurrency <calls>', 'calls under way at once, such as groq=4,ollama=1')
        .argParser(parsed(parseConcurrency))
        .default(parseConcurrency('4'), '4'),
    )
    .addOption(
      new Option('--rate <calls>', 'most calls in a time, such as groq=30/min,cohere=2/s')
        .argParser(parsed(parseRate))
        .default({ named: new Map(), others: undefined }, 'as many as there can be'),
    )
    .option('--judge <id>', 'a model that gives verdicts beside the detector')
    .option('--verdict-column <name>', "people's verdicts in a recording (replay:FILE)")
    .addOption(
      new Option('--user-safe <script>', 'what the simulated user does when asked about a safe request')
        .choices(SCRIPTS_FOR_SAFE)
        .default(USUAL_USERS.safe),
    )
    .addOption(
      new Option('--user-unsafe <script>', 'what the simulated user does when asked about an unsafe request')
        .choices(SCRIPTS_FOR_UNSAFE)
        .default(USUAL_USERS.unsafe),
    )
    .option('--prompt-column <name>', 'column of prompts')
    .option('--label-column <name>', 'column of labels')
    .option('--type-column <name>', 'column of kinds of prompt')
    .option('--id-column <name>', 'column of ids')
    .option('--pair-column <name>', 'column that twins, safe and unsafe, share')
    .addOption(new Option('--safe-values <labels>', 'labels of safe prompts').argParser(listed))
    .addOption(new Option('--unsafe-values <labels>', 'labels of unsafe prompts').argParser(listed))
    .addOption(
      new Option('--all <label>', 'what all prompts of a file without labels are').choices([
        'safe',
        'unsafe',
      ]),
    )
    .option('--retry-failed', 'ask again where a model failed')
    .addHelpText(
      'after',
      [
        '',
        'Every arm of one item and model begins with the same first answer, which is asked for once. Who is asked a',
        'question is played by a script: explains, pushes, leaves, or lies (unsafe requests only).',
        '',
        'Examples:',
        '  recourse evaluate --model rehearsal:llama2 --out runs/twins',
        '  recourse evaluate --data xstest_prompts.csv --model rehearsal:llama2,rehearsal:gemma --out runs/rehearsal',
        '  recourse evaluate --data prompts.jsonl --model groq:llama-3.1-8b-instant --strategies few-shot,policy \\',
        '    --sample 100 --concurrency groq=4 --rate groq=30/min --out runs/groq',
        '  recourse evaluate --data hard.csv --all safe --model ollama:gemma2 --out runs/or-bench',
        '',
      ].join('\n'),
    )
    .action(async (given: Given) => {
      const { evaluate } = await import('./evaluate.ts')
      const { model, policy, userSafe, userUnsafe, ...rest } = given
      await evaluate(
        terminal,
        {
          ...rest,
          columns: rest,
          models: [...new Set(model)],
          users: { safe: userSafe, unsafe: userUnsafe },
          framed: given.framed === true,
          withoutGate: given.withoutGate === true,
          retryFailed: given.retryFailed === true,
        },
        await openTools(policy),
        stop(),
      )
    })

  const report = program
    .command('report')
    .description('write the report of a run again, also of one that is not finished')
    .argument('<folder>', 'the folder of the run')
    .option(
      '--people <file>',
      "people's verdicts of the answers: cells.csv with the column verdict_by_people filled in; - reads it from standard input",
    )
    .addHelpText(
      'after',
      [
        '',
        'People’s verdicts stay with the run. Of several people, have their votes (task,worker,label; the task is the cell)',
        'decided first: recourse aggregate votes.csv | recourse report runs/groq --people -',
        '',
        'Examples:',
        '  recourse report runs/rehearsal',
        '  recourse report runs/groq --people labelled-cells.csv',
        '',
      ].join('\n'),
    )
    .action(async (folder: string, { people }: { people?: string }) => {
      const { takePeopleVerdicts, tellRun } = await import('./report.ts')
      if (people !== undefined) await takePeopleVerdicts(terminal, folder, people)
      await tellRun(terminal, folder)
    })
  report
    .command('compare')
    .description('compare two runs of the same prompts, item by item')
    .argument('<before>', 'the folder of the first run')
    .argument('<after>', 'the folder of the second run')
    .option('--json', 'write all figures as one JSON object, in place of Markdown')
    .addHelpText('after', '\nExample:\n  recourse report compare runs/october runs/november > changes.md\n')
    .action(async (before: string, after: string, options: { json?: true }) => {
      const { compareReports } = await import('./report.ts')
      await compareReports(terminal, before, after, { json: options.json === true })
    })

  const dataSet = program
    .command('dataset')
    .description('get public data sets')
    .addHelpText('after', '\nExample:\n  recourse dataset fetch xstest\n')
  dataSet
    .command('fetch')
    .description('get a public data set, and check that it is the one that was published')
    .argument('<name>', 'xstest')
    .option('--url <url>', 'another place that has the same file')
    .option('--out <file>', 'where to put it')
    .addHelpText('after', '\nExample:\n  recourse dataset fetch xstest --out xstest_prompts.csv\n')
    .action(async (name: string, options: { url?: string; out?: string }) => {
      const { fetchDataSet } = await import('../evaluation/datasets/fetch-data-set.ts')
      terminal.stderr.write(`${await fetchDataSet(name, options)}\n`)
    })
}

function listed(text: string, before: unknown): readonly string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return Array.isArray(before) && before[0] !== 'all' ? [...before, ...names] : names
}

function number(least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text)
    throw new InvalidArgumentError(`Give a whole number from ${least}.`)
  }
}

function parsed<Value>(parse: (text: string) => Value): (text: string) => Value {
  return (text) => {
    try {
      return parse(text)
    } catch (error) {
      if (error instanceof InputError) throw new InvalidArgumentError(describeError(error))
      throw error
    }
  }
}
