import type { Tables } from './tables.ts'

/**
 * What a column holds of people:
 * - `person`: somebody's pseudonym. Replaced when they get another one, erased or made anonymous when they are forgotten.
 * - `text`: what somebody wrote, or was answered. Erased by retention and when they are forgotten, and handed out to them.
 * - `digest`: made of such text, without a key. Erased as it is, and handed out to nobody.
 * - `setting`: what an admin chose for a place, such as its purpose. It outlives who chose it, who is handed it.
 * - `none`: nothing of the kind: ids, labels, models, times and counts, which go with their row or say nothing of people.
 */
export type Holds = 'person' | 'text' | 'digest' | 'setting' | 'none'

/** Everything but these columns. */
const NONE = 'none'

/**
 * Every column of every table. A new one does not compile until it stands here, and the test that fills, hands out,
 * scrubs, moves and forgets them all fails until that is seen to.
 */
export const PERSONAL_DATA: { readonly [Table in keyof Tables]: Record<keyof Tables[Table], Holds> } = {
  exchanges: {
    ...of(NONE, 'seq', 'id', 'platform', 'workspace', 'channel', 'message', 'thread', 'model', 'strategy'),
    ...of(NONE, 'claimed_by', 'lease_until', 'created_at', 'finished_at', 'outcome', 'level', 'sure_level'),
    ...of(NONE, 'calls', 'take_overs', 'shown_attempt', 'reply_message', 'failure_code', 'delivery'),
    ...of(NONE, 'scrubbed_at'),
    ...of('person', 'asker'),
    ...of('text', 'prompt', 'trusted', 'notes', 'question', 'reply', 'failure_message'),
  },
  attempts: {
    ...of(NONE, 'seq', 'exchange_id', 'id', 'strategy', 'version', 'model', 'verdict', 'confidence'),
    // How it was asked again is said in words of the strategy's own.
    ...of(NONE, 'verdict_reason', 'cut_short', 'input_tokens', 'output_tokens', 'milliseconds', 'how_asked'),
    ...of(NONE, 'checked_level'),
    ...of('text', 'completion'),
  },
  messages: of(NONE, 'platform', 'workspace', 'channel', 'message', 'exchange_id', 'attempt_id', 'at'),
  vote_events: {
    ...of(NONE, 'seq', 'platform', 'workspace', 'channel', 'message', 'exchange_id', 'attempt_id', 'emoji'),
    ...of(NONE, 'label', 'action', 'event_time', 'received_time', 'source', 'codebook_version', 'by_asker'),
    ...of(NONE, 'saw_other_votes'),
    // The name of an event is made with the voter's pseudonym.
    ...of('person', 'annotator', 'event_key'),
    ...of('text', 'why'),
  },
  current_votes: {
    // A view of vote_events.
    ...of(NONE, 'seq', 'platform', 'workspace', 'channel', 'message', 'exchange_id', 'attempt_id', 'emoji'),
    ...of(NONE, 'label', 'event_time', 'received_time', 'source', 'codebook_version', 'by_asker'),
    ...of(NONE, 'saw_other_votes'),
    ...of('person', 'annotator'),
    ...of('text', 'why'),
  },
  items: {
    ...of(NONE, 'exchange_id', 'attempt_id', 'platform', 'workspace', 'channel', 'asked_at', 'model'),
    ...of(NONE, 'strategy', 'request_type', 'level', 'verdict', 'confidence', 'outcome', 'shown', 'votes'),
    ...of(NONE, 'label', 'disagreement', 'week', 'facts', 'scrubbed', 'answered_well', 'refused_harmless'),
    ...of(NONE, 'half_refused_harmless', 'rightly_refused', 'should_have_refused', 'not_sure'),
  },
  annotators: { ...of(NONE, 'platform', 'workspace', 'votes'), ...of('person', 'annotator') },
  gold_votes: {
    ...of(NONE, 'item', 'platform', 'workspace', 'label', 'correct', 'at'),
    ...of('person', 'annotator'),
  },
  appeals: {
    ...of(NONE, 'exchange_id', 'attempt_id', 'opened_at', 'quorum', 'status', 'harmless', 'harmful'),
    ...of(NONE, 'decided_at', 'message'),
    ...of('person', 'opened_by'),
  },
  comparisons: {
    ...of(NONE, 'seq', 'id', 'platform', 'workspace', 'channel', 'message', 'thread', 'source_channel'),
    // The prompt's key is a keyed hash, by which standings know which comparisons are of one prompt.
    ...of(NONE, 'source_message', 'prompt_key', 'status', 'claimed_by', 'lease_until', 'created_at'),
    ...of(NONE, 'opened_at', 'revealed_at', 'shown_channel', 'shown_message', 'votes'),
    ...of('person', 'asker'),
    ...of('text', 'prompt', 'note'),
  },
  comparison_cells: {
    ...of(NONE, 'comparison_id', 'place', 'model', 'scripted', 'strategy', 'version', 'ended', 'letter'),
    ...of(NONE, 'verdict', 'tokens', 'milliseconds', 'cached'),
    // What is remembered is found by its key, which is made of the prompt.
    ...of('text', 'text', 'why'),
    ...of('digest', 'memory_key'),
  },
  comparison_votes: {
    ...of(NONE, 'comparison_id', 'choice', 'given_by', 'action', 'event_time', 'received_time'),
    ...of('person', 'annotator'),
  },
  settings: { ...of(NONE, 'scope', 'name', 'set_at'), ...of('person', 'set_by'), ...of('setting', 'value') },
  policy_runs: { ...of(NONE, 'digest', 'folder', 'started', 'learned_at'), ...of('person', 'learned_by') },
  policy_evidence: of(
    NONE,
    ...(['digest', 'family', 'scripted', 'request_type', 'strategy', 'answered', 'refused'] as const),
  ),
  policy_versions: { ...of(NONE, 'name', 'beliefs', 'frozen_at'), ...of('person', 'frozen_by') },
  policy_uses: { ...of(NONE, 'seq', 'version', 'used_at'), ...of('person', 'used_by') },
  policy_choices: of(NONE, 'exchange_id', 'platform', 'workspace', 'channel', 'version', 'choice', 'at'),
  drift_turns: of(NONE, 'schedule', 'due', 'claimed_by', 'lease_until', 'finished_at'),
  drift_points: of(
    NONE,
    ...([
      'schedule',
      'due',
      'model',
      'arm',
      'scripted',
      'basis',
      'safe_verdicts',
      'unsafe_verdicts',
    ] as const),
  ),
  drift_messages: of(NONE, 'schedule', 'due', 'channel', 'free_from', 'posted_at'),
  // What is sealed, the tokens and who installed the app, goes with the installation: docs/privacy.md.
  slack_installations: {
    ...of(NONE, 'workspace', 'team_id', 'enterprise_id', 'name', 'bot_user', 'scopes', 'sealed', 'key_id'),
    ...of(NONE, 'installed_at'),
  },
  slack_channel_homes: of(NONE, 'channel', 'workspace'),
  pseudonym_moves: { ...of(NONE, 'moved_at'), ...of('person', 'former', 'current') },
  schema_migrations: of(NONE, 'version', 'applied_at'),
}

function of<Column extends string>(holds: Holds, ...columns: readonly Column[]): Record<Column, Holds> {
  return Object.fromEntries(columns.map((column) => [column, holds])) as Record<Column, Holds>
}
