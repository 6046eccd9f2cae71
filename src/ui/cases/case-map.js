// Draws the map of reports, or lets a place be chosen on it. Words are set as text, never as markup.
;(() => {
  /** @type {any} */
  const L = Reflect.get(window, 'L')
  const box = document.querySelector('[data-map]')
  if (!L || !(box instanceof HTMLElement)) return
  const { tiles, attribution, lat, lng, zoom } = JSON.parse(box.dataset.map ?? '{}')
  /** @type {{ href: string, label: string, state: string, lat: number, lng: number }[]} */
  const points = JSON.parse(box.dataset.points ?? '[]')
  const said = document.createElement('span')
  said.textContent = attribution
  const map = L.map(box)
  map.attributionControl.setPrefix(false)
  L.tileLayer(tiles, { attribution: said.innerHTML, maxZoom: 19, referrerPolicy: 'no-referrer' }).addTo(map)
  const colours = new Map([
    ['open', '#b45309'],
    ['in_progress', '#1d4ed8'],
    ['closed', '#15803d']
  ])
  for (const point of points) {
    const link = document.createElement('a')
    link.href = point.href
    link.textContent = point.label
    L.circleMarker([point.lat, point.lng], { radius: 9, weight: 3, color: colours.get(point.state), fillOpacity: 0.6 })
      .bindPopup(link)
      .addTo(map)
  }
  if (lat !== null && lng !== null) map.setView([lat, lng], zoom)
  else if (points.length > 0)
    map.fitBounds(
      points.map((point) => [point.lat, point.lng]),
      { maxZoom: 16 }
    )
  else map.setView([51.2, 10.4], 6)
  if (!box.dataset.picks) return
  /** @type {any} */
  let mark = null
  /** @param {string} name @param {number} value */
  const fill = (name, value) => {
    const field = document.querySelector(`[name=${name}]`)
    if (field instanceof HTMLInputElement) field.value = value.toFixed(6)
  }
  map.on('click', (/** @type {any} */ { latlng }) => {
    mark?.remove()
    mark = L.circleMarker(latlng, { radius: 10 }).addTo(map)
    fill('lat', latlng.lat)
    fill('lng', latlng.lng)
  })
})()
