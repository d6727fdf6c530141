using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlanGate.Cli;

/// <summary>Takes the memory for the first objects from the system at once, where it would be taken page by page.</summary>
internal static partial class HeapPages
{
    // As the project file sets it for the runtime (GCRegionSize): the heap reserves its addresses in aligned pieces of this size.
    private const nint RegionSize = 4 << 20;
    private const nint PageSize = 4 << 10;
    private const nint HugePageSize = 2 << 20;

    // From the first of the program's static fields to the last cell in which a call through an interface notes where it leads: a little less than this.
    private const nint WrittenData = 320 << 10;

    private const int ReadAndWrite = 3;
    private const int InDumps = 17;
    private const int PopulateWrite = 23;
    private const int HugePage = 14;
    private const int Collapse = 25;

    // Not zero: such fields stand elsewhere.
    private static int _field = 1;

    /// <summary>
    /// Asks for huge pages under the region that the next objects come from: a run over a small plan writes to four hundred pages of it, and to be given each by
    /// a fault of its own takes longer than to be given all of them (docs/performance.md). Where the system has none, the pages come in one piece; where it
    /// does not know the question, as before. The same for what the program writes to of its own data, which begins near its static fields. Changes nothing but time.
    /// </summary>
    public static void Prepare()
    {
        if (RuntimeFeature.IsDynamicCodeSupported || !OperatingSystem.IsLinux())
        {
            return;
        }

        var region = AddressOf(new object()) & ~(RegionSize - 1);
        // As the runtime does with what it takes into use; without the second, the piece that it has taken already would stay one by itself.
        if (Protect(region, RegionSize, ReadAndWrite) != 0 || Advise(region, RegionSize, InDumps) != 0 || Advise(region, RegionSize, HugePage) != 0 || Advise(region, HugePageSize, Collapse) != 0)
        {
            _ = Advise(region, HugePageSize / 2, PopulateWrite);
        }

        _ = Advise(AddressOf(ref _field) & ~(PageSize - 1), WrittenData, PopulateWrite);
    }

    private static unsafe nint AddressOf(ref int field) => (nint)Unsafe.AsPointer(ref field);

    private static unsafe nint AddressOf(object value) => *(nint*)Unsafe.AsPointer(ref value);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int rights);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);
}
