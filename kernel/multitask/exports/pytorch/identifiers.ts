/** Gives Python names: "expert 0" is `expert_0`; of what would be called alike each has a name of its own. */
export function createIdentifiers(): (wanted: string, kind?: string) => string {
  const used = new Set(reserved);
  return (wanted, kind = '') => {
    const words = wanted
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    const plain = /^[a-z]/.test(words) ? words : `block_${words}`.replace(/_+$/, '');
    const candidates = [plain, ...(kind === '' ? [] : [`${plain}_${kind}`])];
    let name = candidates.find((each) => !used.has(each));
    for (let i = 2; name === undefined; i++) if (!used.has(`${plain}_${i}`)) name = `${plain}_${i}`;
    used.add(name);
    return name;
  };
}

/** Words of Python, of PyTorch's modules, and what the written code calls something itself. */
const reserved = [
  ...'and as assert async await break class continue def del elif else except false finally for from global if import in is lambda'.split(
    ' ',
  ),
  ...'match case type none nonlocal not or pass raise return true try while with yield self super'.split(' '),
  ...'nn torch inputs targets signals forward losses penalty predict mix dot softmax selector indicator decisions risk entropy'.split(
    ' ',
  ),
  ...'binary_loss product_loss log_loss drop_experts train eval modules parameters children buffers half double bfloat16 cpu cuda to'.split(
    ' ',
  ),
  ...'apply compile dump_patches extra_repr get_buffer get_parameter get_submodule load_state_dict named_buffers named_children'.split(
    ' ',
  ),
  ...'named_modules named_parameters register_buffer register_parameter requires_grad_ set_submodule share_memory state_dict training'.split(
    ' ',
  ),
  ...'zero_grad float ipu mtia xpu add_module get_extra_state set_extra_state register_module t_destination call_super_init'.split(
    ' ',
  ),
  ...'dict list int str tensor loss'.split(' '),
];
