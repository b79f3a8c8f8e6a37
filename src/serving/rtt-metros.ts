import type { Place } from './distance.ts'

/**
 * Where the cloud regions of the public round-trip rows stand, to the city: latitude and longitude in degrees
 * (GeoNames, cities; for Boydton, Quincy and Boardman the town). A region spreads over tens of km, which is under 1 ms.
 */
const degrees: Readonly<Record<string, readonly [number, number]>> = {
  Amsterdam: [52.37, 4.9],
  Ashburn: [39.04, -77.49],
  Auckland: [-36.85, 174.76],
  Bahrain: [26.23, 50.59],
  Bangkok: [13.76, 100.5],
  Boardman: [45.84, -119.7],
  Boydton: [36.67, -78.39],
  Calgary: [51.05, -114.07],
  'Cape Town': [-33.92, 18.42],
  Chennai: [13.08, 80.27],
  Chicago: [41.88, -87.63],
  Columbus: [39.96, -83],
  Dallas: [32.78, -96.8],
  'Des Moines': [41.59, -93.62],
  Dubai: [25.2, 55.27],
  Dublin: [53.35, -6.26],
  Frankfurt: [50.11, 8.68],
  Gavle: [60.67, 17.14],
  'Hong Kong': [22.32, 114.17],
  Hyderabad: [17.39, 78.49],
  Jakarta: [-6.21, 106.85],
  'Kuala Lumpur': [3.14, 101.69],
  London: [51.51, -0.13],
  Madrid: [40.42, -3.7],
  Melbourne: [-37.81, 144.96],
  Milan: [45.46, 9.19],
  Montreal: [45.5, -73.57],
  Mumbai: [19.08, 72.88],
  Osaka: [34.69, 135.5],
  Paris: [48.86, 2.35],
  Phoenix: [33.45, -112.07],
  Pune: [18.52, 73.86],
  Queretaro: [20.59, -100.39],
  Quincy: [47.23, -119.85],
  'San Antonio': [29.42, -98.49],
  'San Jose': [37.34, -121.89],
  'Sao Paulo': [-23.55, -46.63],
  Seoul: [37.57, 126.98],
  Singapore: [1.35, 103.82],
  Stockholm: [59.33, 18.07],
  Sydney: [-33.87, 151.21],
  'Tel Aviv': [32.09, 34.78],
  Tokyo: [35.68, 139.69],
  Toronto: [43.65, -79.38],
  Warsaw: [52.23, 21.01],
  Zaragoza: [41.65, -0.89],
  Zurich: [47.37, 8.54],
}

export const rttMetros: Readonly<Record<string, Place>> = Object.fromEntries(
  Object.entries(degrees).map(([metro, [latitude, longitude]]) => [metro, { latitude, longitude }]),
)
