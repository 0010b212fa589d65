const list = <ul className="x">{items.map((item) => <li key={item}>{item}</li>)}</ul>;
<>{list}</>
