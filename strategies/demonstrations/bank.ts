import type { RequestType } from '../request-type.ts'
import { DEFINITIONS } from './definitions.ts'
import type { DemonstrationSet } from './demonstration.ts'
import { DISCRIMINATION_OF_NONSENSE_GROUPS } from './discrimination-of-nonsense-groups.ts'
import { FIGURATIVE_LANGUAGE } from './figurative-language.ts'
import { HISTORICAL_EVENTS } from './historical-events.ts'
import { HOMONYMS } from './homonyms.ts'
import { NONSENSE_DISCRIMINATION_OF_REAL_GROUPS } from './nonsense-discrimination-of-real-groups.ts'
import { PRIVACY_FICTIONAL } from './privacy-fictional.ts'
import { PRIVACY_PUBLIC } from './privacy-public.ts'
import { SAFE_CONTEXTS } from './safe-contexts.ts'
import { SAFE_TARGETS } from './safe-targets.ts'

const BANK: Readonly<Record<RequestType, DemonstrationSet>> = {
  homonyms: HOMONYMS,
  figurative_language: FIGURATIVE_LANGUAGE,
  safe_targets: SAFE_TARGETS,
  safe_contexts: SAFE_CONTEXTS,
  definitions: DEFINITIONS,
  real_discrimination_nonsense_group: DISCRIMINATION_OF_NONSENSE_GROUPS,
  nonsense_discrimination_real_group: NONSENSE_DISCRIMINATION_OF_REAL_GROUPS,
  historical_events: HISTORICAL_EVENTS,
  privacy_public: PRIVACY_PUBLIC,
  privacy_fictional: PRIVACY_FICTIONAL,
}

/** The worked examples of a type. All our own; a test holds them apart from XSTest's prompts. */
export function demonstrationsFor(type: RequestType): DemonstrationSet {
  return BANK[type]
}
