"""Time GNPy on the lines of bench/models/optics.ts. Run by hand, not by any script of this repository:

    python3 -m venv /tmp/gnpy && /tmp/gnpy/bin/pip install gnpy
    /tmp/gnpy/bin/python bench/peers/gnpy_line.py

Spans of 80 km of SSMF, each followed by a fixed-gain amplifier of noise figure 5 dB; 96 channels of 32 GBd on 50 GHz (GNPy 3 counts from f_min),
0 dBm.
Prints milliseconds per line (median) and the GSNR of the middle channel, to be held against `estimateLine`.
"""
import statistics
import time

started = time.perf_counter()
from gnpy.core.elements import Edfa, Fiber  # noqa: E402
from gnpy.core.info import create_input_spectral_information  # noqa: E402
from gnpy.core.parameters import EdfaParams  # noqa: E402

import_s = time.perf_counter() - started


class NoiseFigure:
    def __init__(self, nf0):
        self.nf0 = nf0


def comb():
    return create_input_spectral_information(
        f_min=191.35e12, f_max=196.1e12, roll_off=0.15, baud_rate=32e9, spacing=50e9, tx_osnr=100.0, tx_power=1e-3)


def parts(spans):
    band = {'f_min': 190.0e12, 'f_max': 198.0e12}
    amplifier = {**EdfaParams.default_values, **band, 'type_variety': 'ideal', 'type_def': 'fixed_gain',
                 'gain_flatmax': 30, 'gain_min': 0, 'p_max': 23, 'nf_model': NoiseFigure(5.0), 'dgt': [1.0, 1.0]}
    fibre = {'length': 80, 'length_units': 'km', 'loss_coef': 0.2, 'dispersion': 1.67e-5, 'effective_area': 83e-12,
             'pmd_coef': 1.265e-15, 'con_in': 0, 'con_out': 0, 'att_in': 0}
    line = []
    for i in range(spans):
        span = Fiber(uid=f'span {i}', params=dict(fibre))
        span.ref_pch_in_dbm = 0.0
        operational = {'gain_target': 16.0, 'tilt_target': 0.0, 'out_voa': 0.0, 'in_voa': 0.0}
        line += [span, Edfa(uid=f'amplifier {i}', params=dict(amplifier), operational=operational)]
    return line


print(f'import: {import_s:.2f} s')
for spans in (10, 15):
    times = []
    for _ in range(30):
        line, spectrum = parts(spans), comb()
        start = time.perf_counter()
        for part in line:
            spectrum = part(spectrum)
        times.append(1e3 * (time.perf_counter() - start))
    middle = spectrum.number_of_channels // 2
    print(f'{spans} spans: {statistics.median(times):.2f} ms, {spectrum.number_of_channels} channels, '
          f'GSNR {spectrum.gsnr_db[middle]:.3f} dB at {spectrum.frequency[middle] / 1e12:.3f} THz')
