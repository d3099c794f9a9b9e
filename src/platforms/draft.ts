/** One message in the making: text is appended while it comes, and `complete` makes it final. */
export interface Draft<Below> {
  append(text: string): void
  /** Resolves once the whole message stands as it should. Gives its id. */
  complete(ending: Ending<Below>): Promise<string>
  /** Takes the message back. */
  discard(): Promise<void>
}

/** How a message begins. */
export interface Opening {
  readonly label: Omit<MessageLabel, 'state'>
  /** The message is posted once this has resolved; it never is where this rejects. */
  readonly after: Promise<void>
  /** Told the id of the message as soon as it exists. */
  readonly posted?: (message: string) => void
}

/** What stands below the text of a message, and how the message is known again. */
export interface Ending<Below> {
  /** Set for the last message of an answer. */
  readonly below?: Below
  readonly label: MessageLabel
}

/** Tells our messages apart, so that they are found again when nobody remembers posting them. */
export interface MessageLabel {
  readonly exchange: string
  /** Place of the message within its answer, from 1; 0 for what stands before it: a question, or a quoted request. */
  readonly part: number
  /** `draft` while text is still to come, `part` when more messages follow, `last` when the answer is whole. */
  readonly state: 'draft' | 'part' | 'last'
}
