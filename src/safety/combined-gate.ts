import { createHash } from 'node:crypto'
import { higherLevel, isFine, type Request } from '../domain.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { Opinion } from './ask-model.ts'
import { askGuard } from './guard.ts'
import { askJudge } from './judge.ts'
import { createProcessGate, type ProcessGate } from './process-gate.ts'
import type { SafetyGate, Screening, ScreenOptions } from './safety-gate.ts'
import { screeningOf } from './screening.ts'
import { processMemory, type ScreeningMemory } from './screening-memory.ts'

/** Milliseconds a guard or judge may take. */
const TIMEOUT = 5_000
/** Screenings this process remembers where no other memory is given. */
const MEMORY_SIZE = 500

export interface SafetyGateOptions {
  /** A model made for judging requests (`GUARD_MODEL`). */
  readonly guard?: ChatModel
  /** Who judges by our rubric (`JUDGE_MODEL`); by default the model that answers. */
  readonly judge?: ChatModel | 'answering' | 'none'
  /** Milliseconds each of them may take; 5,000 by default. */
  readonly timeout?: number
  /** Where the opinions of guard and judge are remembered; by default in this process. */
  readonly memory?: ScreeningMemory
  readonly logger?: GateLogger
  readonly process?: ProcessGate
}

/** The part of a logger the gate uses; levels and reasons go there, never text. */
export interface GateLogger {
  debug(details: object, message: string): void
}

/**
 * The gate the flow uses. The process decides alone where it is sure; otherwise guard and judge are asked, and
 * the most cautious voice wins. Whatever fails counts as "not sure". Never throws.
 */
export function createSafetyGate(options: SafetyGateOptions = {}): SafetyGate {
  const own = options.process ?? createProcessGate()
  const timeout = options.timeout ?? TIMEOUT
  const memory = options.memory ?? processMemory(MEMORY_SIZE)

  async function decide(
    request: Request,
    answer: string | undefined,
    { answeringModel, reserve = 0, screened, signal }: ScreenOptions,
  ): Promise<Screening> {
    const found = answer === undefined ? own.screen(request) : own.check(request, answer)
    if (found.sure && !restsOnReply(found, request)) return log(found)
    // A model that answers as well is charged for every call, whatever it is asked.
    const voice = (model: ChatModel | 'none' | undefined) => {
      const named = live(model)
      if (named?.id !== answeringModel?.id) return named
      const left = answeringModel?.remaining?.() ?? Number.POSITIVE_INFINITY
      return left > reserve ? live(answeringModel) : undefined
    }
    const judge = voice(
      options.judge === undefined || options.judge === 'answering' ? answeringModel : options.judge,
    )
    const guard = voice(options.guard)
    if (answer !== undefined && !guard && !judge && screened?.sure && answerAddsNothing(found, request)) {
      return log({ ...screened, reasons: [...screened.reasons, 'the answer holds no sign of harm'] })
    }
    // The process's own finding is part of the key: after a change of the rules an old memory must not speak.
    const key = keyOf([request, answer, guard?.id, judge?.id, found.level, found.reasons])
    const known = await memory.get(key)
    if (known !== undefined) return known
    const question = { request, answer, timeout, signal }
    const asked = [guard && askGuard(guard, question), judge && askJudge(judge, question)].filter(
      (each) => each !== undefined,
    )
    const opinions = (await Promise.all(asked)).filter((each) => each !== undefined)
    const combined = combineOpinions(found, opinions, request)
    // A voice that failed may be heard next time.
    if (asked.length > 0 && opinions.length === asked.length) await memory.set(key, combined)
    return log(combined)
  }

  /** What is only fine because of what the user replied is a claim: guard and judge are heard where there are any. */
  function restsOnReply(found: Screening, request: Request): boolean {
    if (request.clarification === undefined || !isFine(found.level)) return false
    const { clarification: _reply, ...original } = request
    return !own.screen(original).sure
  }

  /** Whether the process found in request and answer together just what it found in the request alone. */
  function answerAddsNothing(found: Screening, request: Request): boolean {
    const before = own.screen(request)
    return isFine(found.level) && found.level === before.level && `${found.reasons}` === `${before.reasons}`
  }

  function log(screening: Screening): Screening {
    const { level, sure, reasons, heard } = screening
    options.logger?.debug({ level, sure, reasons, heard }, 'screened')
    return screening
  }

  return {
    screen: (request, screenOptions = {}) => decide(request, undefined, screenOptions),
    check: (request, answer, screenOptions = {}) => decide(request, answer, screenOptions),
  }
}

/** Scripted and recorded models have no judgement of their own. */
function live(model: ChatModel | 'none' | undefined): ChatModel | undefined {
  return model === undefined || model === 'none' || model.kind !== 'live' ? undefined : model
}

/**
 * The process's doubt with what others said: the highest level wins; voices that differ about fine or harmful
 * leave it unsure; agreement on fine makes it sure, at `borderline_fine` at best.
 */
export function combineOpinions(
  found: Screening,
  opinions: readonly Opinion[],
  request: Pick<Request, 'levelFloor'>,
): Screening {
  if (opinions.length === 0 || (found.sure && !isFine(found.level))) return found
  const doubted = higherLevel(found.level, 'borderline_fine')
  const level = opinions.map((opinion) => opinion.level).reduce(higherLevel, doubted)
  const agreed = opinions.every((opinion) => isFine(opinion.level) === isFine(level))
  // The process, unsure, on the harmful side is a vote too; unsure on the fine side is none.
  const sure = agreed && (isFine(found.level) || !isFine(level))
  return screeningOf(
    {
      level,
      sure,
      reasons: [...found.reasons, ...opinions.map((opinion) => `${opinion.by}: ${opinion.reason}`)],
      heard: ['process', ...opinions.map((opinion) => opinion.by)],
    },
    request,
  )
}

function keyOf(judged: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(judged)).digest('base64')
}
