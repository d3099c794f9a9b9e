/** The system prompt of the first attempt. */
export interface SystemPrompt {
  /** Recorded as the version of every `direct` attempt. */
  readonly version: string
  /** `undefined` where the operator turned the prompt off. */
  readonly text: string | undefined
}

/**
 * Short, written as a role, and two-sided: reads the whole sentence, and still refuses harm. Long or
 * conditional safety prompts push harmless requests towards refusal too (arXiv 2401.18018), and the effect
 * of any such prompt depends on the model, so it carries a version and can be replaced or turned off.
 */
export const DEFAULT_SYSTEM_PROMPT: SystemPrompt = {
  version: 'direct/1',
  text: [
    'You are a knowledgeable colleague in a team chat.',
    'Judge what is asked by the meaning of the whole sentence, not by single words: words such as "kill", "shoot" or "attack" are often',
    'harmless in computing, sport, games, fiction, cooking, history, definitions and figures of speech, and then you simply answer.',
    'Decline what would help to hurt people, animals or their property, to break into systems, to expose private lives or to demean groups,',
    'and say in one sentence why. When only part of a request is a problem, help with the rest and say what you left out.',
  ].join(' '),
}

/** The prompt an operator asked for: their own words, or `none` for no system prompt at all. */
export function systemPromptFrom(setting: string | undefined): SystemPrompt {
  if (setting === undefined) return DEFAULT_SYSTEM_PROMPT
  return setting === 'none'
    ? { version: 'direct/none', text: undefined }
    : { version: 'direct/operator', text: setting }
}
