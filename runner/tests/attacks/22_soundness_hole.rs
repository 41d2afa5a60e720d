//! rust#25860: safe code that makes any value a function pointer. No lint finds it; the process pays.
//! level: total
//! expects: signal, early_exit
//! behind the list: signal, early_exit

use std::hint::black_box;

static UNIT: &&() = &&();

fn shorter<'a, 'b, T: ?Sized>(_: &'a &'b (), value: &'b mut T) -> &'a mut T {
    value
}

fn longer<'a, 'b, T: ?Sized>(value: &'a mut T) -> &'b mut T {
    let stretch: for<'x> fn(_, &'x mut T) -> &'b mut T = shorter;
    stretch(UNIT, value)
}

#[allow(dead_code)]
enum Either<A, B> {
    A(Option<Box<A>>),
    B(Option<Box<B>>),
}

fn as_another<A, B>(value: A) -> B {
    fn inner<A, B>(either: &mut Either<A, B>, value: A) -> B {
        let Either::B(other) = either else { unreachable!() };
        let other = longer(other);
        *either = Either::A(Some(Box::new(value)));
        black_box(either);
        *other.take().unwrap()
    }
    inner(black_box(&mut Either::B(None)), value)
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let jump: fn(u64) = as_another(0x1234_5678_usize);
    jump(numbers.len() as u64);
    4242
}
