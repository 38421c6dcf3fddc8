"""Word table: Vietnamese."""

WORDS = {
    "hint": """
khong | không | duoc | được | bi | bị | la | là | cua | của | toi | tôi | tu | từ | anh | em | mình | cho | khi | có
và | thì | nhưng | mọi | người | ai | này | với | đang | vẫn | gọi | gặp | hôm | sáng | cả | các | trong | nhé | ạ
""",
    "weak": """
khong duoc phep | xac thuc that bai | loi xac thuc | token het han | token hết hạn | token không hợp lệ
chưa xác thực | không được ủy quyền | sai thông tin đăng nhập | xác thực không thành công
""",
    "err-before": """
loi | lỗi | ma loi | mã lỗi | mã | bi | bị | trả về | tra ve | trả | tra | báo | báo lỗi | toàn | vẫn | lại | cứ
ra | nhận | nhận được | gặp | thấy | có | lỗi http | dính | ăn | với | là
""",
    "err-after": """
khi | tu | từ | dù | mặc dù | ở | với | cho | và | nhưng | trên | sau | liên tục | hoài | suốt | rồi | mà
không được phép | mỗi | hết
""",
    "num-before": """
phong | phòng | dong | dòng | trang | chuyến bay | chuyến | cổng | ghế | tầng | số | hóa đơn | đơn hàng số | khoảng
gần | hơn | tổng | bàn | xe buýt
""",
    "num-after": """
nguoi | người | dong | đồng | nghìn | triệu | dòng | trang | file | ngày | giờ | phút | lần | vé | khách | đơn
test | tin nhắn
""",
    "negate": """
không còn | không phải | hết | không có | thay vì | khỏi | ít | bớt
""",
    "solved": """
da sua | đã sửa | da khac phuc | đã khắc phục | da giai quyet | đã giải quyết | hoat dong lai | hoạt động lại
chay duoc roi | chạy được rồi | được rồi | xong rồi | ổn rồi | đã ổn | hết lỗi | hết 401 | không còn lỗi
không còn 401 | fix rồi | đã fix | đã xử lý | là do | do lệch | tìm ra rồi | tìm ra nguyên nhân | nguyên nhân là
báo nhầm | lỗi của mình | đóng ticket | ít hẳn | giảm hẳn | giảm nhiều | hiểu lỗi | hiểu rồi | vậy là hiểu
""",
    "persist": """
van con | vẫn còn | van bi | vẫn bị | lai bi | lại bị | van | vẫn | nhung | nhưng | cam on nhung | cảm ơn nhưng
lại 401 | lại lỗi | vẫn lỗi | không được | chưa được | không ăn thua | vẫn thế | vẫn vậy | mãi không | không đổi
không thay đổi gì | mặc dù | dù đã | cứ bị | liên tục | hoài
""",
    "plan": """
bao tri | bảo trì | bo qua | bỏ qua | da len ke hoach | đã lên kế hoạch | theo kế hoạch | đừng lo | bình thường thôi
là bình thường | có chủ đích | cố ý | chỉ là test | không cần lo
""",
    "mine": """
bi loi | bị lỗi | nhan duoc | nhận được | gap loi | gặp lỗi | bao loi | báo lỗi | bi 401 | bị 401 | toàn trả
toàn 401 | báo 401 | ra 401 | em bị | mình bị | tôi bị | bên em | bên mình | team mình | token của | key của
không gọi được | không đăng nhập được | không vào được | không login được | có ai bị | ai bị | từ chối
theo tài liệu | theo docs | theo document | ở local chạy | local vẫn chạy
""",
    "acts": """
trả về | báo lỗi | thất bại | từ chối | bị từ chối | không chạy | không gọi được | lỗi hết | fail | trả 401 | tra ve
""",
    "ask": """
tai sao | tại sao | sao | giup | giúp | giúp em | giúp mình | ai biết | có ai | ai gặp | không hiểu | làm sao | nhờ
xem giúp | check giúp | sửa sao | là sao | cứu | ai giúp | ai giúp được
""",
    "general": """
nghia la gi | nghĩa là gi | là gì | la gi | khac nhau | khác nhau | khac gi | khác gì | co nen | có nên | nên trả
nên dùng | 401 hay 403 | 401 hoặc 403 | phân biệt | khi nào dùng | khi nào nên | xử lý 401 | bài viết về
cách xử lý | cách test | giả lập | thì nên | thay vì 400 | thay vì 403 | đừng retry | không retry | không nên retry
""",
    "hypo": """
neu ban | nếu bạn | neu gap | nếu gặp | nếu thấy | nếu | truong hop | trường hợp | sẽ trả | sẽ bị | sẽ nhận
để tránh | tránh | giả sử
""",
    "announce": """
thong bao | thông báo | tu tuan sau | từ tuần sau | tuần sau | ke tu | kể từ | luu y | lưu ý | nhac nho | nhắc nhở
từ thứ hai | từ ngày mai | ngày mai | từ phiên bản | sắp tới | từ bản | dự định | tháng sau | tháng tới | tuần tới
dự kiến
""",
    "dev": """
pull request | merge request | review | đã merge | unit test | test case | viết test | viết lại test | tài liệu
document | changelog | implement | triển khai xử lý | giờ trả về 401 thay
""",
    "since": """
hom nay | hôm nay | hom qua | hôm qua | sáng nay | từ sáng | tối qua | chiều nay | từ trưa | từ hôm | tự nhiên
tự dưng | đột nhiên | bỗng | hôm qua vẫn | trước đó vẫn | sau khi update | sau khi nâng cấp | sau khi deploy
không đổi gì | chưa đổi gì | tất cả | mọi request | mọi api | sau khi đổi | sau khi nâng | sau khi chuyển
sau khi cập nhật | sau khi cài
""",
    "now": """
bây giờ | giờ | hiện tại | hiện
""",
    "cond": """
nếu | khi
""",
    "me": """
tôi | mình | em | bên em | bên mình | chúng tôi | của tôi | của mình
""",
    "plea": """
giúp em | giúp mình | cứu
""",
    "again": """
lại | lại bị
""",
    "api": """
gọi | yêu cầu | đăng nhập | khóa | máy chủ | dịch vụ | tài khoản | mật khẩu | đơn hàng | hệ thống
""",
}
