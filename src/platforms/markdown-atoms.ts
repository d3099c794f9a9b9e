/** Longest span of code, link or open bracket that is kept whole, in UTF-16 units; what stays open longer is none. */
const MAX_ATOM = 300
const MAX_LINK = 1000

/** Follows spans of code and links character by character, so that no break falls into one. */
export class InlineAtoms {
  /** Length of the run of backticks being read, of the one that opened a span, and how long ago that was. */
  #ticks = 0
  #open = 0
  /** `[` seen, then `](` seen. */
  #link: 'none' | 'label' | 'labelled' | 'target' = 'none'
  #age = 0
  /** Whether the current word is an address. */
  #slashes = 0
  #address = false

  /** Whether the place after the last character is inside a span or a link. */
  get inside(): boolean {
    const inSpan = this.#ticks > 0 ? this.#open !== this.#ticks : this.#open > 0
    return inSpan || this.#link !== 'none'
  }

  get inAddress(): boolean {
    return this.#address
  }

  /** No paragraph goes on from here. */
  reset(): void {
    this.#ticks = 0
    this.#open = 0
    this.#link = 'none'
    this.#address = false
    this.#slashes = 0
  }

  read(code: number): void {
    if (code === 96) {
      this.#ticks += 1
      return
    }
    if (this.#ticks > 0) this.#endRun()
    if (this.#open > 0 || this.#link !== 'none') {
      this.#age += 1
      if (this.#age > (this.#link === 'target' ? MAX_LINK : MAX_ATOM)) {
        this.#open = 0
        this.#link = 'none'
      }
    }
    if (this.#open === 0) this.#readLink(code)
    this.#readAddress(code)
  }

  #endRun(): void {
    if (this.#open === 0) {
      this.#open = this.#ticks
      if (this.#link === 'none') this.#age = 0
    } else if (this.#open === this.#ticks) this.#open = 0
    this.#ticks = 0
  }

  #readLink(code: number): void {
    const was = this.#link
    if (was === 'labelled') this.#link = code === 40 ? 'target' : 'none'
    else if (was === 'label' && code === 93) this.#link = 'labelled'
    else if (was === 'target' && code === 41) this.#link = 'none'
    if (this.#link === 'none' && code === 91) {
      this.#link = 'label'
      this.#age = 0
    }
  }

  #readAddress(code: number): void {
    if (code <= 32) {
      this.#address = false
      this.#slashes = 0
    } else if (code === 58) this.#slashes = 1
    else if (code === 47 && this.#slashes > 0) {
      this.#slashes += 1
      if (this.#slashes > 2) this.#address = true
    } else this.#slashes = 0
  }
}
