/** Names that Slack sends back with a click, a shortcut or a form; they must stay the same between releases. */

export const SLASH_COMMAND = '/recourse'

export const ACTIONS = {
  /** Slack's feedback buttons; the value of the clicked one is a label. */
  feedback: 'recourse_feedback',
  /** Shows the first refusal to whoever clicks; the value is the exchange id. */
  firstRefusal: 'recourse_first_refusal',
  /** Followed by the reading's id; the value is `{exchange, reading}` as JSON. */
  reading: 'recourse_reading_',
  /** Followed by a label, or that it is skipped; the value is the task. */
  label: 'recourse_label_',
  /** Takes back the label of the task that is the value. */
  unlabel: 'recourse_unlabel',
  stopLabelling: 'recourse_stop_labelling',
  /** Asks the channel whether a refusal was right; the value is the exchange id. */
  appeal: 'recourse_appeal',
  /** Followed by what the vote says; the value is the exchange id. */
  appealVote: 'recourse_appeal_vote_',
  /** Followed by what the vote says; the value of this and the next three is the comparison. */
  compareVote: 'recourse_compare_vote_',
  /** Shows one answer, or what was asked, as a whole to whoever clicks; followed by which. */
  compareRead: 'recourse_compare_read_',
  compareReveal: 'recourse_compare_reveal',
  compareCancel: 'recourse_compare_cancel',
} as const

export const CALLBACKS = {
  /** The message shortcut "Rate this answer". */
  rate: 'recourse_rate',
  /** The form that the shortcut, and a click on the negative feedback button, open. */
  rateView: 'recourse_rate_view',
  /** The message shortcut "Compare strategies", and the form that it opens. */
  compare: 'recourse_compare',
  compareView: 'recourse_compare_view',
} as const

/** Type of the metadata by which a message of ours is found again; its payload is a `MessageLabel`. */
export const METADATA_TYPE = 'recourse_answer'
