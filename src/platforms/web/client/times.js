const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

/** Shows times in the reader's own zone; an earlier day is named. */
export function localTimes(root) {
  const today = new Date().toDateString()
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    const hours = clock.format(at)
    time.textContent = at.toDateString() === today ? hours : `${day.format(at)}, ${hours}`
    time.title = full.format(at)
  }
}
