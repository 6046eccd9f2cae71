// Fills the coordinates of the report form with the device's position, when somebody asks for it. Never required.
const line = document.querySelector('[data-locate]')
const said = line?.querySelector('[role=status]')
if (line instanceof HTMLElement && said && 'geolocation' in navigator) {
  /** @param {string} name @param {number} value */
  const fill = (name, value) => {
    const field = document.querySelector(`[name=${name}]`)
    if (field instanceof HTMLInputElement) field.value = value.toFixed(6)
  }
  line.hidden = false
  line.querySelector('button')?.addEventListener('click', () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill('lat', coords.latitude)
        fill('lng', coords.longitude)
        said.textContent = line.dataset.done ?? ''
      },
      () => (said.textContent = line.dataset.failed ?? ''),
      { enableHighAccuracy: true, timeout: 15_000 }
    )
  })
}
