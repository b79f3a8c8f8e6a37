import { pagesOf } from '../code-page.ts'

/** What GNPy's files may hold that no line can be made of. */
export const gnpyCodes = pagesOf({
  'gnpy/missing-file': [
    'Equipment refers to a file that is not there',
    'Amplifiers of the advanced model have their curves in a file of their own. Without it such an amplifier cannot be computed.',
    'advanced_config_from_json: std_medium_gain_advanced_config.json',
    'Give the file by this name beside the equipment.',
  ],
  'gnpy/no-figure': [
    'A part lacks a figure that nothing else gives',
    'GNPy has defaults for some figures and none for these: the loss of a fibre, the target of a ROADM.',
    'a fibre without loss_coef',
    'Add the figure to the element or to its kind in the equipment.',
  ],
  'gnpy/no-spectrum': [
    'Nothing says which channels are sent',
    'The default spectrum stands under SI in the equipment.',
    'an equipment file without SI',
    'Add SI, or state the channels.',
  ],
  'gnpy/no-way': [
    'No way leads from one end to the other',
    'Elements of a GNPy network have one direction, and light passes no transceiver on its way.',
    'a line that is connected in the other direction only',
    'Check the connections, or swap the ends.',
  ],
  'gnpy/not-designed': [
    'An amplifier is not set yet',
    'GNPy chooses kinds and gains of amplifiers in its design step. That step would also split fibres and add parts, so it is not guessed here.',
    'an Edfa without gain_target',
    'Run the design in GNPy and read the network it saves.',
  ],
  'gnpy/raman-amplifier': [
    'Raman gain is described as an amplifier at one point',
    'Equipment marked "raman" stands for gain that is spread along the fibre; its noise figure would be wrong on any other fibre.',
    'a dual_stage whose first stage is 4pumps_raman',
    'Describe the fibre as a RamanFiber with its pumps.',
  ],
  'gnpy/simplified': [
    'Less is taken from the file than stands in it',
    'The message names what is left out and what is taken in its place.',
    'ROADM impairments that differ by band',
    'Check whether the difference matters for the line.',
  ],
  'gnpy/two-targets': [
    'A ROADM is told two targets',
    'It levels by power per channel, by power density or by slot width.',
    'target_pch_out_db beside target_psd_out_mWperGHz',
    'Keep one of them.',
  ],
  'gnpy/unknown-amplifier': [
    'The noise model of an amplifier is not known',
    'Known are variable_gain, fixed_gain, openroadm, openroadm_preamp, openroadm_booster, advanced_model, dual_stage and multi_band.',
    'type_def: magic',
    'Correct the type, or describe the amplifier by one of these.',
  ],
  'gnpy/unknown-element': [
    'The type of an element is not known',
    'Leaving it out would change the line without a word.',
    'type: Laser',
    'Correct the type; the hint lists what is known.',
  ],
  'gnpy/unknown-stop': [
    'No element has this uid',
    'A line is asked for by the uids of its ends and of what it passes.',
    'from: Brest for a network with "trx Brest_KLA"',
    'Take the uid as it stands in the network.',
  ],
  'gnpy/unknown-variety': [
    'The equipment does not have this kind of part',
    'A network names kinds by type_variety; the equipment describes them.',
    'type_variety: XXL',
    'Give the equipment file that belongs to the network.',
  ],
  'gnpy/yang': [
    'This is the YANG form of a GNPy file',
    'GNPy reads and writes two forms; the plain one is read here.',
    'a file that begins with gnpy-network-topology:topology',
    'Convert it with gnpy-convert-yang.',
  ],
})
